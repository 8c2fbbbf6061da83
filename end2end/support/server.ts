// One onramp process with its embedded sandbox, on free ports, with a data folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Onramp {
  url = '';
  pureport = '';
  aws = '';
  log = '';

  private constructor(private child: ChildProcess, private folder: string) {}

  static async start(extra: string[] = [], pace = process.env.ONRAMP_PACE ?? 'instant'): Promise<Onramp> {
    const folder = mkdtempSync(join(tmpdir(), 'onramp-e2e-'));
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', folder, ...extra];
    const own = !extra.includes('--pureport-url');
    if (own) args.push('--pace', pace, '--sandbox-pureport', '127.0.0.1:0', '--sandbox-aws', '127.0.0.1:0');
    return Onramp.spawn(args, folder, own ? 3 : 1);
  }

  static async sandbox(pace: string): Promise<Onramp> {
    const folder = mkdtempSync(join(tmpdir(), 'onramp-e2e-'));
    return Onramp.spawn(['sandbox', '--pureport', '127.0.0.1:0', '--aws', '127.0.0.1:0', '--pace', pace], folder, 2);
  }

  private static async spawn(args: string[], folder: string, addresses: number): Promise<Onramp> {
    const binary = process.env.ONRAMP_BIN;
    if (!binary) throw new Error('ONRAMP_BIN names the onramp binary; cargo xtask test sets it');
    const env = { ...process.env, ONRAMP_SITE_DIR: process.env.ONRAMP_SITE_DIR };
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const onramp = new Onramp(child, folder);
    await new Promise<void>((ready, failed) => {
      const read = (chunk: Buffer) => {
        onramp.log += chunk.toString();
        if (onramp.findAddresses() >= addresses) ready();
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.on('exit', (code) => failed(new Error(`onramp ended with ${code}:\n${onramp.log}`)));
      setTimeout(() => failed(new Error(`onramp is not ready after 20 s:\n${onramp.log}`)), 20_000).unref();
    });
    return onramp;
  }

  // Reads the addresses that it prints: "Open …", "Pureport …", "AWS …".
  private findAddresses(): number {
    const find = (before: RegExp) => this.log.match(new RegExp(`${before.source}\\s+(https?://[\\w.:]+)`, 'i'))?.[1] ?? '';
    this.url = find(/open/);
    this.pureport = find(/pureport[^\n]*?/);
    this.aws = find(/aws[^\n]*?/);
    return [this.url, this.pureport, this.aws].filter(Boolean).length;
  }

  async reset(body: object): Promise<void> {
    const answer = await fetch(`${this.aws}/_sandbox/reset`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`reset: ${answer.status} ${await answer.text()}`);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async world(): Promise<any> {
    return (await fetch(`${this.aws}/_sandbox/world`)).json();
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.child.on('exit', done));
    this.child.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
