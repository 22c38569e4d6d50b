/** Why a file cannot be used, in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ENAMETOOLONG: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'a file that may not be used',
  EPERM: 'a file that may not be used',
  EROFS: 'a file that may not be used',
  ENOSPC: 'no space left',
  EDQUOT: 'no space left',
  ERR_STRING_TOO_LONG: 'one that is too large',
  ERR_FS_FILE_TOO_LARGE: 'one that is too large',
};

/** Where something was to be written, it is not the file that is missing. */
const PROBLEMS_OF_WRITING: Readonly<Record<string, string>> = {
  ENOENT: 'no such folder',
  ENOTDIR: 'no such folder',
  EACCES: 'a place that may not be written to',
  EPERM: 'a place that may not be written to',
  EROFS: 'a place that may not be written to',
};

/** The code that Node gives an error of the operating system; empty where there is none. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What is wrong with a file that cannot be read, in words. */
export function problemOf(error: unknown): string {
  const code = codeOf(error);
  return PROBLEMS[code] ?? `an error (${code === '' ? String(error) : code})`;
}

/** What is wrong with a file that cannot be written, in words. */
export const writingProblemOf = (error: unknown): string => PROBLEMS_OF_WRITING[codeOf(error)] ?? problemOf(error);
