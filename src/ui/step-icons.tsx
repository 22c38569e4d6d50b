/** The icons of what happens step by step: calls, branches, the order of a list. */
import { icon } from './icon';

export const ArrowRightIcon = icon(<path d="M4.5 12h15M14 6.5l5.5 5.5-5.5 5.5" />);
export const ChevronUpIcon = icon(<path d="m6.5 14.5 5.5-5.5 5.5 5.5" />);
export const WorkIcon = icon(
  <path d="M12 3.75a8.25 8.25 0 1 0 0 16.5 8.25 8.25 0 0 0 0-16.5zM12 12V7M12 12l3.5 3.5" />,
);
export const ParallelIcon = icon(
  <path d="M4 12h4c3 0 2-5.5 5-5.5h7M8 12c3 0 2 5.5 5 5.5h7M17.5 4l2.5 2.5L17.5 9M17.5 15l2.5 2.5-2.5 2.5" />,
);
/** A lightning bolt. */
export const CachedIcon = icon(<path d="M13 3 5.5 13.5h5.75L10 21l8-11h-6z" />);
export const PublishIcon = icon(<path d="M4 6h16v12H4zM4.5 6.5 12 13l7.5-6.5" />);
/** One thing after the other, both ways. */
export const StreamIcon = icon(<path d="M4 8.5h9M16 8.5h4M17 5.5l3 3-3 3M20 15.5h-9M8 15.5H4M7 12.5l-3 3 3 3" />);
/** Several come together. */
export const GatherIcon = icon(<path d="M4 5.5c5 0 5 6.5 10 6.5M4 12h15M4 18.5c5 0 5-6.5 10-6.5M16 9l3 3-3 3" />);
export const ReplyIcon = icon(<path d="M9.5 6 4.5 11l5 5M4.8 11H15a4.5 4.5 0 0 1 4.5 4.5V19" />);
export const BranchIcon = icon(<path d="M12 4v5M12 9l-6.5 6M12 9l6.5 6M5.5 15v5M18.5 15v5" />);
