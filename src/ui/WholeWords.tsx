/** A word with a hyphen in it. */
const HYPHENATED = /(\S+-\S+)/;

/** A label whose words keep together: without this, "time-out" would break in two where it is narrow. */
export function WholeWords({ text }: { readonly text: string }) {
  if (!HYPHENATED.test(text)) return text;
  return text.split(HYPHENATED).map((part, index) =>
    index % 2 === 1 ? (
      <span className="whitespace-nowrap" key={part}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}
