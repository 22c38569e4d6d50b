/** A piece of running text. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] };

/** A line of its own, or several. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | {
      readonly type: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const HEADING = /^(#{1,6})\s+(.*)$/;
const FENCE = /^```/;
const ITEM = /^(\s*)([-*]|\d+\.)\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*?)\*|\[([^\]]+)\]\(([^)\s]+)\)|(https:\/\/[^\s)>,]*[^\s)>,.;:])/;

/** Only what leads out of the page by https; any other link is a text. */
const isOutward = (href: string) => href.startsWith('https://');

/** Of a file of the project, which nobody can open from here, what it is called. */
const withoutPath = (label: string) => label.replace(/`?(?:[\w.-]+\/)+([\w-]+)(?:\.\w+)+`?/, '$1');

/** What stands within a line: code, bold, italics, links. Everything else is itself, whatever it looks like. */
export function inlines(text: string): readonly Inline[] {
  const found = INLINE.exec(text);
  if (!found) return text === '' ? [] : [{ type: 'text', text }];
  const [whole, code, strong, emphasis, label, href, bare] = found;
  return [...inlines(text.slice(0, found.index)), ...marked(), ...inlines(text.slice(found.index + whole.length))];

  function marked(): readonly Inline[] {
    if (code !== undefined) return [{ type: 'code', text: code }];
    if (strong !== undefined) return [{ type: 'strong', children: inlines(strong) }];
    if (emphasis !== undefined) return [{ type: 'emphasis', children: inlines(emphasis) }];
    if (bare !== undefined) return [{ type: 'link', href: bare, children: [{ type: 'text', text: bare }] }];
    return isOutward(href) ? [{ type: 'link', href, children: inlines(label) }] : inlines(withoutPath(label));
  }
}

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inlines(cell.trim()));

/** The part of Markdown that model cards are written in: headings, paragraphs, nested lists, tables and fenced code. */
export function parseMarkdown(source: string): readonly Block[] {
  return parseLines(source.replace(/\r\n?/g, '\n').split('\n'));
}

function parseLines(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    if (line.trim() === '') {
      at++;
    } else if (heading) {
      blocks.push({ type: 'heading', level: heading[1].length, text: inlines(heading[2]) });
      at++;
    } else if (FENCE.test(line)) {
      const end = endOf(lines, at + 1, (one) => FENCE.test(one));
      blocks.push({ type: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
      const end = endOf(lines, at + 2, (one) => !one.includes('|'));
      blocks.push({ type: 'table', head: cells(line), rows: lines.slice(at + 2, end).map(cells) });
      at = end;
    } else if (ITEM.test(line)) {
      const end = endOfList(lines, at);
      blocks.push(parseList(lines.slice(at, end)));
      at = end;
    } else {
      const end = endOf(lines, at + 1, (one) => one.trim() === '' || [HEADING, FENCE, ITEM].some((it) => it.test(one)));
      blocks.push({ type: 'paragraph', text: inlines(joined(lines.slice(at, end))) });
      at = end;
    }
  }
  return blocks;
}

const joined = (lines: readonly string[]) => lines.map((line) => line.trim()).join(' ');

function endOf(lines: readonly string[], from: number, isEnd: (line: string) => boolean): number {
  const found = lines.findIndex((line, at) => at >= from && isEnd(line));
  return found === -1 ? lines.length : found;
}

/** A list goes on over lines that are indented, further items, and blank lines between those. */
function endOfList(lines: readonly string[], from: number): number {
  const goesOn = (line: string | undefined) => line !== undefined && (ITEM.test(line) || /^\s+\S/.test(line));
  let end = from + 1;
  while (goesOn(lines[end]) || (lines[end]?.trim() === '' && goesOn(lines[end + 1]))) end++;
  return end;
}

function parseList(lines: readonly string[]): Block {
  const first = ITEM.exec(lines[0]);
  const indent = first?.[1].length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent) items.push([item[3]]);
    else items.at(-1)?.push(line.replace(/^\s{1,4}/, ''));
  }
  return { type: 'list', ordered: /\d/.test(first?.[2] ?? ''), items: items.map(parseLines) };
}
