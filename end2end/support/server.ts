// One onramp process on free ports, with a data folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox } from './sandbox.js';

const READY_MS = 30_000;

export class Onramp {
  url = '';
  // What the process wrote to its two outputs.
  log = '';
  private said = '';
  private ended: Promise<number | null>;

  private constructor(private child: ChildProcess, private folder: string) {
    this.ended = new Promise((done) => child.on('exit', done));
  }

  // Serves pages, with the sandbox in the same process unless `extra` says where the providers are.
  static async serve(extra: string[] = [], pace = 'instant', env: Record<string, string> = {}): Promise<Onramp> {
    const inside = !extra.includes('--pureport-url');
    const own = inside ? ['--pace', pace, '--sandbox-pureport', '127.0.0.1:0', '--sandbox-aws', '127.0.0.1:0'] : [];
    const folder = mkdtempSync(join(tmpdir(), 'onramp-e2e-'));
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', folder, ...own, ...extra];
    return Onramp.start(args, folder, inside ? 3 : 1, env);
  }

  // The simulated providers alone.
  static async sandboxAlone(pace = 'instant'): Promise<Onramp> {
    const folder = mkdtempSync(join(tmpdir(), 'onramp-e2e-'));
    return Onramp.start(['sandbox', '--pureport', '127.0.0.1:0', '--aws', '127.0.0.1:0', '--pace', pace], folder, 2);
  }

  private static async start(args: string[], folder: string, addresses: number, env: Record<string, string> = {}) {
    const binary = process.env.ONRAMP_BIN;
    if (!binary) throw new Error('ONRAMP_BIN names the onramp binary; cargo xtask test sets it');
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...ownEnvironment(), ...env } });
    const onramp = new Onramp(child, folder);
    await new Promise<void>((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`onramp is not ready:\n${onramp.log}`)), READY_MS);
      const end = (code: number | null) => failed(new Error(`onramp ended with ${code}:\n${onramp.log}`));
      child.on('exit', end);
      child.stderr?.on('data', (chunk: Buffer) => (onramp.log += chunk));
      child.stdout?.on('data', (chunk: Buffer) => {
        onramp.log += chunk;
        onramp.said += chunk;
        if (onramp.addresses().length < addresses) return;
        clearTimeout(late);
        child.off('exit', end);
        onramp.url = onramp.addressAfter('Open');
        ready();
      });
    });
    return onramp;
  }

  // It prints "Open …", "Pureport …" and "AWS …".
  private addressAfter(word: string): string {
    return this.said.match(new RegExp(`\\b${word}\\s+(https?://[\\w.:]+)`))?.[1] ?? '';
  }

  private addresses(): string[] {
    return ['Open', 'Pureport', 'AWS'].map((word) => this.addressAfter(word)).filter(Boolean);
  }

  get sandbox(): Sandbox {
    return new Sandbox(this.addressAfter('Pureport'), this.addressAfter('AWS'));
  }

  // Every file that it keeps, for those who look for secrets.
  files(): { name: string; bytes: Buffer }[] {
    const names = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return names.map((entry) => join(entry.parentPath, entry.name)).map((name) => ({ name, bytes: readFileSync(name) }));
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const code = await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`onramp ended with ${code}:\n${this.log.slice(-2000)}`);
  }
}

// The tests say everything by flags: a flag's variable, such as ONRAMP_PACE, would contradict them.
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('ONRAMP_') || name === 'ONRAMP_SITE_DIR');
  return Object.fromEntries(kept);
}
