// Clients beside the browser: boto3, the AWS CLI, the independent witness.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, TEMPORARY, type AwsKeys } from './people.js';
import type { Json, Sandbox } from './sandbox.js';

const HERE = dirname(fileURLToPath(import.meta.url));

function python(): string {
  const path = process.env.ONRAMP_PYTHON;
  if (!path) throw new Error('ONRAMP_PYTHON names a Python with boto3 and the AWS CLI; cargo xtask test sets it');
  return path;
}

// Nothing of this machine's own AWS configuration.
function clean(keys: AwsKeys, more: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(python())}:/usr/local/bin:/usr/bin:/bin`, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1', ...environment(keys), ...more,
  };
}

interface Ended { ok: boolean; out: string; complaint: string }

function run(command: string, args: string[], input: string, env: NodeJS.ProcessEnv): Ended {
  const ended = spawnSync(command, args, { input, env, encoding: 'utf8', timeout: 60_000 });
  const complaint = (ended.stderr ?? '') + (ended.error?.message ?? '');
  return { ok: ended.status === 0, out: ended.stdout ?? '', complaint };
}

// For example boto(sandbox, 'directconnect', 'describe_connections', {}).
export function boto(sandbox: Sandbox, service: string, operation: string, input: object, keys = TEMPORARY, region = 'us-west-2'): Json {
  const asked = JSON.stringify({ service, region, operation, input });
  const env = clean(keys, { AWS_ENDPOINT_URL: sandbox.aws });
  const { ok, out, complaint } = run(python(), [join(HERE, 'boto.py')], asked, env);
  if (!ok) throw new Error(`boto3 ${operation}: ${complaint}`);
  return JSON.parse(out);
}

// A line as a person would paste it, with the variables that it names.
export function shell(line: string, variables: Record<string, string> = {}, keys = TEMPORARY): Ended {
  return run('bash', ['-euo', 'pipefail', '-c', line], '', clean(keys, variables));
}

// Fails with a sentence for each thing that is not as both providers should report it.
export function witness(sandbox: Sandbox, connection: string, tables: { region: string; tables: string[] }[]): string {
  const asked = JSON.stringify({ pureport: sandbox.pureport, aws: sandbox.aws, connection, tables });
  const { ok, out, complaint } = run(python(), [join(HERE, 'witness.py')], asked, clean(TEMPORARY, {}));
  if (!ok) throw new Error(`the witness disagrees:\n${out}${complaint}`);
  return out.trim();
}
