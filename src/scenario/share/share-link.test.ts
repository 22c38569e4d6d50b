import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../check-scenario';
import frozenLink from '../fixtures/link-v1.json';
import frozenDocument from '../fixtures/v1.json';
import { PRESETS } from '../presets';
import type { Scenario } from '../scenario';
import { arbitraryScenario } from '../testing/arbitrary-scenario';
import { sampleSystem } from '../testing/sample-system';
import { fromBase64url, toBase64url } from './base64url';
import { compact } from './compact';
import { DICTIONARY_1 } from './dictionary';
import { inflateWithin } from './inflate';
import { isShareLink } from './is-share-link';
import { decodeShare, encodeShare, MAX_LINK_LENGTH } from './share-link';

/** Random trials and hostile inputs take their time on a busy machine; a hang takes longer. */
vi.setConfig({ testTimeout: 30_000 });

const scenario = arbitraryScenario(catalogue);
const encode = (value: Scenario) => encodeShare(value, catalogue);
const decode = (link: string) => decodeShare(link, catalogue);
const problemOf = (link: string) => {
  const decoded = decode(link);
  return decoded.ok ? null : decoded.problem;
};
const scenarioOf = (json: unknown) => {
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};

/** Packs anything the way a link is packed, checksum and all. */
function forge(text: string): string {
  const deflated = deflateSync(strToU8(text), { level: 9, dictionary: strToU8(DICTIONARY_1) });
  let hash = 0x811c9dc5;
  for (const byte of deflated) hash = Math.imul(hash ^ byte, 0x01000193);
  const folded = (hash >>> 24) ^ hash;
  const bytes = Uint8Array.of((folded >>> 16) & 255, (folded >>> 8) & 255, folded & 255, ...deflated);
  return `#s1.${toBase64url(bytes)}`;
}

describe('a share link', () => {
  it('holds all of any scenario, every number to the last bit', () => {
    fc.assert(
      fc.property(scenario, (value) => {
        expect(decode(encode(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it.each(PRESETS)('holds the ready-made scenario $id', (preset) => {
    const value = scenarioOf(preset.load());
    expect(decode(encode(value))).toEqual({ ok: true, value });
  });

  it.each([
    [10, 800],
    [50, 2_500],
    [200, 8_500],
  ])('of %i components is at most %i characters long', (size, most) => {
    const value = sampleSystem(size, catalogue);
    const link = encode(value);
    expect(decode(link)).toEqual({ ok: true, value });
    expect(link.length).toBeLessThanOrEqual(most);
  });

  it('of version 1 opens today as it did when it was made', () => {
    expect(decode(frozenLink.link)).toEqual({ ok: true, value: scenarioOf(frozenDocument.document) });
  });

  it('is found in a whole address and survives what chat programs do to it', () => {
    const link = encode(sampleSystem(3, catalogue));
    for (const found of [link, link.slice(1), `https://example.org/app/?a=b${link}`, `${link}.`, `${link}) `]) {
      expect(decode(found).ok).toBe(true);
      expect(isShareLink(found)).toBe(true);
    }
  });
});

describe('a link that is none is refused with its reason:', () => {
  const link = encode(sampleSystem(5, catalogue));

  it.each([
    ['nothing', '', 'notALink'],
    ['an anchor', '#about', 'notALink'],
    ['a newer link', '#s2.AAAA', 'newerLink'],
    ['a version that never was', '#s0.AAAA', 'damaged'],
    ['no content', '#s1.AAAA', 'damaged'],
    ['foreign letters', '#s1.Привет', 'damaged'],
    ['too long', `#s1.${'A'.repeat(MAX_LINK_LENGTH)}`, 'tooLong'],
    ['cut short', link.slice(0, -7), 'damaged'],
    ['with something more', `${link}AAAA`, 'damaged'],
    ['an unknown kind', forge(JSON.stringify(withKind('warp-drive'))), 'invalid'],
    ['no list', forge('{}'), 'damaged'],
    ['no JSON', forge('[1,'), 'damaged'],
    ['deep nesting', forge('['.repeat(100_000) + ']'.repeat(100_000)), 'damaged'],
    ['a bomb', forge(`[${'0,'.repeat(5_000_000)}0]`), 'damaged'],
    [
      'a polluted prototype',
      forge(JSON.stringify(withKind('client')).replace(/\{\}\]$/, '{"__proto__":{"a":1}}]')),
      'invalid',
    ],
  ])('%s', (_, hostile, problem) => {
    expect(problemOf(hostile)).toBe(problem);
  });

  function withKind(kind: string): unknown[] {
    const packed = compact(scenarioOf({ version: 1, nodes: [{ id: 'a', kind: 'client' }], links: [] }), catalogue);
    packed[5] = [kind];
    return packed;
  }

  it('one wrong letter', () => {
    fc.assert(
      fc.property(fc.nat({ max: link.length - 5 }), fc.constantFrom(...'AZaz09-_'), (at, letter) => {
        const broken = link.slice(0, at + 4) + letter + link.slice(at + 5);
        fc.pre(broken !== link);
        // The last letter may hold bits that no byte uses.
        if (at + 5 < link.length) expect(problemOf(broken)).toBe('damaged');
      }),
    );
  });

  it('any letters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decode(`#s1.${toBase64url(bytes)}`).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('any data behind a right checksum', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), fc.jsonValue(), (value, where, foreign) => {
        const packed = JSON.parse(JSON.stringify(compact(value, catalogue))) as unknown[];
        packed[where % packed.length] = foreign;
        expect(() => decode(forge(JSON.stringify(packed)))).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });
});

describe('inflating', () => {
  const none = new Uint8Array(0);

  it('stops at the limit, long before the end', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000), { level: 1 });
    const subarray = vi.spyOn(bomb, 'subarray');
    expect(inflateWithin(bomb, none, 2_000_000)).toBeNull();
    expect(subarray.mock.calls.length * 256).toBeLessThan(bomb.length / 10);
  });

  it('gives what was deflated, up to the limit', () => {
    const data = strToU8('a river '.repeat(1_000));
    expect(inflateWithin(deflateSync(data), none, data.length)).toEqual(data);
    expect(inflateWithin(deflateSync(data), none, data.length - 1)).toBeNull();
  });
});

describe('base64url', () => {
  it('gives back the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('is what everybody else makes of them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });
});
