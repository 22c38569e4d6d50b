/** Long enough for `key` and a number of 32 bits, or an address. */
const ROOM = 256;
const ZERO = 48;
const DOT = 46;
const KEY = [...'key'].map((letter) => letter.charCodeAt(0));

/**
 * The address of source n, as octets of 10.x.y.z with x = n mod 256, y and z the next higher bytes: every source is in a
 * network /24 of its own up to the 65,536th, as if all came from different places.
 */
export function octetOf(source: number, octet: number): number {
  if (octet === 0) return 10;
  return (source >>> (8 * (octet - 1))) & 0xff;
}

/** What a request is hashed by, as text in bytes; written anew for each request, so that none is made. */
export class Subject {
  readonly bytes = new Uint8Array(ROOM);
  length = 0;
  /** The first three octets of the client's address. */
  readonly network = new Uint8Array(3);

  /** The key n as the text `key<n>`. */
  writeKey(key: number): void {
    this.length = 0;
    for (const letter of KEY) this.bytes[this.length++] = letter;
    this.writeNumber(key >>> 0);
  }

  /** The address of a source as text, and its network. */
  writeSource(source: number): void {
    this.length = 0;
    for (let octet = 0; octet < 4; octet++) {
      if (octet > 0) this.bytes[this.length++] = DOT;
      const value = octetOf(source, octet);
      if (octet < 3) this.network[octet] = value;
      this.writeNumber(value);
    }
  }

  private writeNumber(value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    for (let place = digits - 1, rest = value; place >= 0; place--, rest = Math.floor(rest / 10)) {
      this.bytes[this.length + place] = ZERO + (rest % 10);
    }
    this.length += digits;
  }
}
