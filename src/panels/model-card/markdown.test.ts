import { describe, expect, test } from 'vitest';
import { inlines, parseMarkdown } from './markdown';

const text = (value: string) => ({ type: 'text', text: value });

describe('the Markdown of model cards', () => {
  test('headings and paragraphs over several lines', () => {
    expect(parseMarkdown('# Client\n\nPeople or\nprograms.\n')).toEqual([
      { type: 'heading', level: 1, text: [text('Client')] },
      { type: 'paragraph', text: [text('People or programs.')] },
    ]);
  });

  test('lists: items over several lines, and lists within', () => {
    expect(parseMarkdown('- one\n  goes on\n  - inner\n- two\n\nafter')).toEqual([
      {
        type: 'list',
        ordered: false,
        items: [
          [
            { type: 'paragraph', text: [text('one goes on')] },
            { type: 'list', ordered: false, items: [[{ type: 'paragraph', text: [text('inner')] }]] },
          ],
          [{ type: 'paragraph', text: [text('two')] }],
        ],
      },
      { type: 'paragraph', text: [text('after')] },
    ]);
  });

  test('tables and code', () => {
    expect(parseMarkdown('| a | b |\n|---|--:|\n| 1 | `2` |\n\n```js\nlet a\n\nb\n```')).toEqual([
      { type: 'table', head: [[text('a')], [text('b')]], rows: [[[text('1')], [{ type: 'code', text: '2' }]]] },
      { type: 'code', text: 'let a\n\nb' },
    ]);
  });

  test('bold, italics, code and links within a line; an asterisk alone is one', () => {
    expect(inlines('**a `b`** *c* 2 * 3 [d](https://e.example/f)')).toEqual([
      { type: 'strong', children: [text('a '), { type: 'code', text: 'b' }] },
      text(' '),
      { type: 'emphasis', children: [text('c')] },
      text(' 2 * 3 '),
      { type: 'link', href: 'https://e.example/f', children: [text('d')] },
    ]);
  });

  test('a link that leads elsewhere than out by https is no link', () => {
    expect(inlines('[a](javascript:alert(1)) [b](../c.md)').some((one) => one.type === 'link')).toBe(false);
  });

  test('every model card can be read: nothing is left of the marks', () => {
    const cards = import.meta.glob<string>(
      ['../../kinds/*/README.md', '../../network/*/README.md', '!../../kinds/_*/**'],
      { eager: true, query: '?raw', import: 'default' },
    );
    expect(Object.keys(cards).length).toBeGreaterThan(0);
    for (const [path, source] of Object.entries(cards)) {
      const blocks = parseMarkdown(source);
      expect(blocks[0], path).toMatchObject({ type: 'heading', level: 1 });
      expect(JSON.stringify(blocks), path).not.toMatch(/"text":"[^"]*(\*\*|`|\]\()/);
    }
  });
});

test('a file of the project is called by its name, without its path', () => {
  expect(inlines('All of [`a/fixtures/some-cases.json`](../x.json) pass')).toEqual([
    { type: 'text', text: 'All of ' },
    { type: 'text', text: 'some-cases' },
    { type: 'text', text: ' pass' },
  ]);
});
