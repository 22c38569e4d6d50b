import { Children } from 'react';
import { cx } from '../../ui/cx';
import { type Block, type Inline, parseMarkdown } from './markdown';

/** Elements in a row, each with its place as the key: the texts do not change while they are shown. */
const inRow = Children.toArray;

function show(inline: Inline) {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return <code className="rounded bg-surface-2 px-1 py-px font-mono text-[0.92em] break-words">{inline.text}</code>;
    case 'strong':
      return <strong className="font-semibold text-text">{line(inline.children)}</strong>;
    case 'emphasis':
      return <em>{line(inline.children)}</em>;
    case 'link':
      return (
        <a
          className="break-words text-accent-text underline underline-offset-2"
          href={inline.href}
          rel="noreferrer noopener"
          target="_blank"
        >
          {line(inline.children)}
        </a>
      );
  }
}

const line = (text: readonly Inline[]) => inRow(text.map(show));

const HEADINGS = ['text-[0.9375rem]', 'text-[0.8125rem]', 'text-xs'];

function Heading({ level, text }: Extract<Block, { type: 'heading' }>) {
  const Tag = `h${Math.min(6, level + 1)}` as 'h2';
  return <Tag className={cx('pt-2 font-semibold text-text', HEADINGS[level - 1] ?? 'text-xs')}>{line(text)}</Tag>;
}

const showItem = (blocks: readonly Block[]) => (
  <li>
    <div className="flex flex-col gap-1.5">{inRow(blocks.map(showBlock))}</div>
  </li>
);

function List({ ordered, items }: Extract<Block, { type: 'list' }>) {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag className={cx('flex flex-col gap-1.5 pl-4 marker:text-text-3', ordered ? 'list-decimal' : 'list-disc')}>
      {inRow(items.map(showItem))}
    </Tag>
  );
}

const showHead = (text: readonly Inline[]) => (
  <th className="border-b border-line-strong py-1.5 pr-4 font-semibold text-text" scope="col">
    {line(text)}
  </th>
);
const showCell = (text: readonly Inline[]) => (
  <td className="border-b border-line py-1.5 pr-4 align-top">{line(text)}</td>
);
const showRow = (row: readonly (readonly Inline[])[]) => <tr>{inRow(row.map(showCell))}</tr>;

/** Where in the project something stands is of no use to who looks at it from here. */
const isOfFiles = (cell: readonly Inline[]) => cell.length === 1 && cell[0].type === 'text' && cell[0].text === 'file';

function Table({ head: allHeads, rows: allRows }: Extract<Block, { type: 'table' }>) {
  const shown = <T,>(cells: readonly T[]) => cells.filter((_, column) => !isOfFiles(allHeads[column] ?? []));
  const head = shown(allHeads);
  const rows = allRows.map((row) => shown(row));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard.
    <div className="overflow-x-auto" tabIndex={0}>
      <table className="w-full border-collapse text-left text-xs">
        <thead>
          <tr>{inRow(head.map(showHead))}</tr>
        </thead>
        <tbody>{inRow(rows.map(showRow))}</tbody>
      </table>
    </div>
  );
}

function showBlock(block: Block) {
  switch (block.type) {
    case 'heading':
      return <Heading {...block} />;
    case 'paragraph':
      return <p>{line(block.text)}</p>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard.
        <pre className="overflow-x-auto rounded-lg bg-surface-2 p-3 font-mono text-xs" tabIndex={0}>
          {block.text}
        </pre>
      );
    case 'list':
      return <List {...block} />;
    case 'table':
      return <Table {...block} />;
  }
}

/** A text in the Markdown of the model cards, drawn element by element: nothing in it can become markup. */
export function MarkdownText({ source, lang }: { readonly source: string; readonly lang: string }) {
  return (
    <div className="flex flex-col gap-3 text-[0.8125rem] leading-relaxed text-text-2" lang={lang}>
      {inRow(parseMarkdown(source).map(showBlock))}
    </div>
  );
}
