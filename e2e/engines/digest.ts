const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/**
 * A hash of numbers, bit by bit, and of texts, in 64 bits. It tells accidents apart, not forgeries. NaN is
 * hashed as a word, because engines may store any of its bit patterns.
 */
export class Digest {
  private a = 0x9e3779b9;
  private b = 0x7f4a7c15;

  number(value: number): this {
    if (Number.isNaN(value)) return this.text('NaN');
    bits[0] = value;
    return this.word(words[0]).word(words[1]);
  }

  text(value: string): this {
    for (let index = 0; index < value.length; index++) this.word(value.charCodeAt(index));
    return this;
  }

  toString(): string {
    const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
    return hex(this.a ^ (this.a >>> 15)) + hex(this.b ^ (this.b >>> 13));
  }

  /** For a given word each step is a bijection of the lanes: a difference never vanishes by itself. */
  private word(value: number): this {
    this.a = Math.imul(((this.a << 5) | (this.a >>> 27)) ^ value, 0x9e3779b1);
    this.b = Math.imul(((this.b << 13) | (this.b >>> 19)) ^ value, 0x85ebca77);
    this.a = (this.a + this.b) | 0;
    return this;
  }
}
