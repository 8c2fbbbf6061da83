// Ends TLS in front of plain listeners, with a certificate of its own authority.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';

export class Tls {
  readonly urls: string[] = [];
  // How many connections each listener took.
  readonly connections: number[] = [];
  private servers: Server[] = [];
  private open = new Set<Socket>();

  private constructor(private folder: string) {}

  get caFile(): string {
    return join(this.folder, 'ca.pem');
  }

  // One listener in front of each of these plain addresses.
  static async before(plain: string[]): Promise<Tls> {
    const tls = new Tls(mkdtempSync(join(tmpdir(), 'onramp-tls-')));
    certificates(tls.folder);
    const file = (name: string) => readFileSync(join(tls.folder, name));
    const identity = { key: file('key.pem'), cert: file('cert.pem') };
    for (const [index, address] of plain.entries()) await tls.listen(index, Number(new URL(address).port), identity);
    return tls;
  }

  private async listen(index: number, port: number, identity: { key: Buffer; cert: Buffer }): Promise<void> {
    this.connections[index] = 0;
    const server = createServer(identity, (client) => {
      this.connections[index] += 1;
      const behind = connect(port, '127.0.0.1');
      for (const socket of [client, behind]) {
        this.open.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => this.open.delete(socket));
      }
      client.pipe(behind).pipe(client);
    });
    // A client that does not trust the certificate hangs up; that is its right.
    server.on('tlsClientError', () => {});
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    this.servers.push(server);
    this.urls.push(`https://localhost:${(server.address() as AddressInfo).port}`);
  }

  stop(): void {
    for (const server of this.servers) server.close();
    for (const socket of this.open) socket.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// An authority, and a certificate for localhost that it signed.
function certificates(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...ec, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority');
  openssl('req', ...ec, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=localhost');
  const extensions = 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n';
  writeFileSync(join(folder, 'extensions.cnf'), extensions);
  openssl('x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial',
    '-out', 'cert.pem', '-days', '2', '-extfile', 'extensions.cnf');
}
