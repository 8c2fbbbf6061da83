// Looks for secrets, in clear and in the forms in which they slip out.

// Every way in which the secret may be written.
export function forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // Base64 of a longer text shows the secret at one of three offsets; the ends depend on neighbours.
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(offset === 0 ? 0 : 4, Math.floor((offset + bytes.length) / 3) * 4);
  });
  const url = encodeURIComponent(secret);
  const all = [
    secret, ...inside, ...inside.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')), bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(), url, url.replaceAll('%20', '+'), JSON.stringify(secret).slice(1, -1),
    [...bytes].join(', '), secret.replaceAll('&', '&amp;').replaceAll('/', '&#x2F;'),
  ];
  return [...new Set(all)].filter((form) => form.length >= 8);
}

export interface Place { name: string; bytes: Buffer }

// One line for each secret in each place where it must not be.
export function hits(secrets: Record<string, string>, places: Place[]): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const shapes = forms(secret).map((form) => Buffer.from(form));
    return places.filter(({ bytes }) => shapes.some((shape) => bytes.includes(shape))).map((place) => `${name} is in ${place.name}`);
  });
}
