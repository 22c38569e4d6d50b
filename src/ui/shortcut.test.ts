import { describe, expect, it } from 'vitest';
import { matchesShortcut } from './shortcut';

const press = (key: string, rest: Partial<KeyboardEvent> = {}) =>
  ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...rest }) as KeyboardEvent;

describe('a shortcut', () => {
  it('is its key with exactly its modifiers', () => {
    expect(matchesShortcut('R', press('r', { code: 'KeyR' }))).toBe(true);
    expect(matchesShortcut('R', press('r', { code: 'KeyR', ctrlKey: true }))).toBe(false);
    expect(matchesShortcut('R', press('r', { code: 'KeyR', metaKey: true }))).toBe(false);
    expect(matchesShortcut('Mod+Z', press('z', { code: 'KeyZ', ctrlKey: true }))).toBe(true);
    expect(matchesShortcut('Mod+Z', press('Z', { code: 'KeyZ', ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesShortcut('Mod+Shift+Z', press('Z', { code: 'KeyZ', ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('works under a Cyrillic layout', () => {
    expect(matchesShortcut('K', press('л', { code: 'KeyK' }))).toBe(true);
    expect(matchesShortcut('Mod+Z', press('я', { code: 'KeyZ', ctrlKey: true }))).toBe(true);
    expect(matchesShortcut(']', press('ъ', { code: 'BracketRight' }))).toBe(true);
  });

  it('made of a sign does not mind the Shift that types it', () => {
    expect(matchesShortcut('?', press('?', { code: 'Slash', shiftKey: true }))).toBe(true);
    expect(matchesShortcut('/', press('/', { code: 'Slash' }))).toBe(true);
    expect(matchesShortcut('/', press('?', { code: 'Slash', shiftKey: true }))).toBe(false);
  });

  it('has other names for some keys', () => {
    expect(matchesShortcut('Space', press(' ', { code: 'Space' }))).toBe(true);
    expect(matchesShortcut('Delete', press('Backspace'))).toBe(true);
  });
});
