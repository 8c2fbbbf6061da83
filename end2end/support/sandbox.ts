// The sandbox's control calls, and Pureport's API for those who look from outside.

export interface LoggedRequest { number: number; service: string; operation: string; status: number; error: string | null }
// The control interface answers what the providers keep; tests read a few members of it.
export type Json = any;

// Pages may show what was so two seconds ago: after a change behind the server's back.
export function answersAge(): Promise<void> {
  return new Promise((aged) => { setTimeout(aged, 2_100); });
}

export class Sandbox {
  // Requests up to this number belong to an earlier test.
  private before = 0;

  constructor(readonly pureport: string, readonly aws: string) {}

  private async control(method: string, path: string, body?: object): Promise<Json> {
    const answer = await fetch(`${this.aws}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /_sandbox/${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  async reset(to: { seed?: number; pace?: string; scenario?: string }): Promise<void> {
    await this.control('POST', 'reset', to);
    this.before = await this.lastRequest();
  }

  // A stopped clock holds every wait, also at pace instant.
  freeze(frozen: boolean) {
    return this.control('POST', 'clock', { freeze: frozen });
  }

  advance(seconds: number) {
    return this.control('POST', 'clock', { advance_seconds: seconds });
  }

  async patch(id: string, set: object): Promise<void> {
    await this.control('PATCH', 'world', { id, set });
    await answersAge();
  }

  world(): Promise<Json> {
    return this.control('GET', 'world');
  }

  // What partners without an API told their customers, keys included.
  letters(): Promise<Json[]> {
    return this.control('GET', 'partner');
  }

  // Every time that the operation was asked for, since the reset or request `since`.
  async requests(operation: string, since = this.before): Promise<LoggedRequest[]> {
    const all: LoggedRequest[] = (await this.control('GET', `requests?since=${since}`)).requests;
    return all.filter((request) => request.operation === operation);
  }

  async lastRequest(): Promise<number> {
    const all: LoggedRequest[] = (await this.control('GET', 'requests')).requests;
    return all.at(-1)?.number ?? 0;
  }

  // Things of the AWS world, for example `things('virtualInterfaces')`.
  async things(kind: string): Promise<Json[]> {
    return Object.values((await this.world()).aws[kind]);
  }

  async named(kind: string, name: string): Promise<Json> {
    const found = (await this.things(kind)).find((thing) => thing.tags?.Name === name);
    if (!found) throw new Error(`the sandbox has no ${kind} named ${name}`);
    return found;
  }

  // What Pureport's own API says, keys included: `connection('conn-…')`.
  async connection(id: string): Promise<Json> {
    return this.call('GET', `/connections/${id}`);
  }

  // Orders at Pureport's API what the wizard would order by default; gives the connection's id.
  async order(network: string, name: string): Promise<string> {
    const account = (await this.call('GET', '/accounts')).find((one: Json) => one.name === 'Acme Networks');
    const made = await this.call('POST', `/accounts/${account.id}/networks`, { name: network });
    const connection = await this.call('POST', `/networks/${made.id}/connections`, {
      type: 'AWS_DIRECT_CONNECT', name, speed: 50, highAvailability: true, billingTerm: 'HOURLY',
      location: { href: '/locations/us-sea' }, awsAccountId: '123456789012', awsRegion: 'us-west-2',
      cloudRegion: { href: '/cloudRegions/aws-us-west-2' }, peering: { type: 'PRIVATE' }, customerASN: 64512,
      customerNetworks: [], nat: { enabled: false },
    });
    return connection.id;
  }

  private async call(method: string, path: string, body?: object): Promise<Json> {
    const json = { 'content-type': 'application/json' };
    const key = JSON.stringify({ key: 'sandbox', secret: 'sandbox' });
    const login = await fetch(`${this.pureport}/login`, { method: 'POST', headers: json, body: key });
    const { access_token: token } = await login.json() as { access_token: string };
    const headers = { ...json, authorization: `Bearer ${token}` };
    const answer = await fetch(this.pureport + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
