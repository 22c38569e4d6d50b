import { icon } from './icon';

/** Alone in its file: the only icon that the first frame needs beside those of the kinds. */
export const PowerIcon = icon(<path d="M12 3.5v8M7.2 6.4a7.75 7.75 0 1 0 9.6 0" />);
