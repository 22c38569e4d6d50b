/** The icons of what becomes of messages. */
import { icon } from './icon';

/** An envelope. */
export const DeliveryIcon = icon(
  <path d="M5.5 6h13A1.5 1.5 0 0 1 20 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.5v-9A1.5 1.5 0 0 1 5.5 6zM4.5 7.5 12 13l7.5-5.5" />,
);
/** A pile that grows. */
export const BacklogIcon = icon(<path d="M4 19.5h16M6.5 16v-3M11 16V9.5M15.5 16V5M18.5 8l-3-3-3 3" />);
/** Back to where one came from. */
export const ArrowLeftIcon = icon(<path d="M19 12H5M10.5 6.5 5 12l5.5 5.5" />);
