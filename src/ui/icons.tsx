/** The icons of buttons and marks. */
import { icon } from './icon';

export { PowerIcon } from './power-icon';

export const PlayIcon = icon(
  <path d="M8 5.3v13.4a.6.6 0 0 0 .92.5l10.4-6.7a.6.6 0 0 0 0-1L8.92 4.8a.6.6 0 0 0-.92.5z" fill="currentColor" />,
);
export const PauseIcon = icon(
  <>
    <rect fill="currentColor" height="14" rx="1" stroke="none" width="4" x="6.5" y="5" />
    <rect fill="currentColor" height="14" rx="1" stroke="none" width="4" x="13.5" y="5" />
  </>,
);
export const StepIcon = icon(<path d="M6 5.5v13l9.5-6.5zM18.5 5.5v13" />);
export const ResetIcon = icon(<path d="M4.5 5v5h5M4.9 10A7.75 7.75 0 1 1 4.3 13.5" />);
export const FinishIcon = icon(<path d="M4 6v12l7-6zM12 6v12l7-6zM20.5 6v12" />);
export const SpeedIcon = icon(
  <path d="M4.2 17.5a9 9 0 1 1 15.6 0M12 13.5l4-5M12 14.9a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z" />,
);
export const ShareIcon = icon(
  <path d="M12 14.5V3.5M8 7l4-3.5L16 7M6.5 11H6a2 2 0 0 0-2 2v5.5a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V13a2 2 0 0 0-2-2h-.5" />,
);
export const UndoIcon = icon(<path d="M8.5 5 4.5 9l4 4M4.8 9H14a5.5 5.5 0 0 1 0 11h-3.5" />);
export const RedoIcon = icon(<path d="m15.5 5 4 4-4 4M19.2 9H10a5.5 5.5 0 0 0 0 11h3.5" />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.75v2M12 19.25v2M2.75 12h2M19.25 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M5.5 18.5l1.4-1.4M17.1 6.9l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.2A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.2z" />);
export const SystemThemeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.25" />
    <path d="M12 3.75a8.25 8.25 0 0 1 0 16.5z" fill="currentColor" />
  </>,
);
export const LanguageIcon = icon(
  <path d="M12 3.75a8.25 8.25 0 1 0 0 16.5 8.25 8.25 0 0 0 0-16.5zM3.9 12h16.2M12 3.75c5 5.2 5 11.3 0 16.5M12 3.75c-5 5.2-5 11.3 0 16.5" />,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const SearchIcon = icon(
  <path d="M10.75 17.5a6.75 6.75 0 1 0 0-13.5 6.75 6.75 0 0 0 0 13.5zM15.6 15.6l4.65 4.65" />,
);
export const TrashIcon = icon(
  <path d="M4.5 6.5h15M9.5 6V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V6M6.5 6.5l.8 12.1a2 2 0 0 0 2 1.9h5.4a2 2 0 0 0 2-1.9l.8-12.1M10 10.5v6M14 10.5v6" />,
);
export const CopyIcon = icon(
  <>
    <rect height="11.5" rx="2" width="11.5" x="8.5" y="8.5" />
    <path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
  </>,
);
export const HealIcon = icon(
  <path d="M12 20.2 4.9 13A4.6 4.6 0 0 1 11.4 6.5l.6.6.6-.6a4.6 4.6 0 0 1 6.5 6.5zM12 9.8v5M9.5 12.3h5" />,
);
export const SlowIcon = icon(<path d="M7 3.5h10M7 20.5h10M8 3.5v3.2c0 2.6 8 4 8 8v5.8M16 3.5v3.2c0 2.6-8 4-8 8v5.8" />);
export const CutIcon = icon(<path d="M3 12h6M15 12h6M10.5 7.5l-1.5 9M15 7.5l-1.5 9" />);
export const ChevronDownIcon = icon(<path d="m6.5 9.5 5.5 5.5 5.5-5.5" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const FitIcon = icon(
  <path d="M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3" />,
);
export const MinimapIcon = icon(
  <>
    <rect height="16" rx="2" width="18" x="3" y="4" />
    <rect height="5.5" rx="1" width="7" x="11" y="11.5" />
  </>,
);
export const MoreIcon = icon(<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="2.5" />);
export const SlidersIcon = icon(
  <path d="M4 7.5h8M17 7.5h3M4 16.5h3M12 16.5h8M14.5 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9.5 19a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z" />,
);
export const ChartIcon = icon(<path d="M4 4v14a2 2 0 0 0 2 2h14M7.5 14.5l3.5-4 3 2.5 5-6.5" />);
export const EventsIcon = icon(<path d="M12 3.75a8.25 8.25 0 1 0 0 16.5 8.25 8.25 0 0 0 0-16.5zM12 7.5V12l3 2" />);
export const WarningIcon = icon(
  <path d="M12 9v4.5M12 16.9v.1M10.3 4.3 2.9 17.2A2 2 0 0 0 4.6 20.2h14.8a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0z" />,
);
export const InfoIcon = icon(<path d="M12 3.75a8.25 8.25 0 1 0 0 16.5 8.25 8.25 0 0 0 0-16.5zM12 11v5M12 8v.1" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const PanelLeftIcon = icon(
  <>
    <rect height="16" rx="2.5" width="18" x="3" y="4" />
    <path d="M9 4v16" />
  </>,
);
export const PanelRightIcon = icon(
  <>
    <rect height="16" rx="2.5" width="18" x="3" y="4" />
    <path d="M15 4v16" />
  </>,
);
export const PanelBottomIcon = icon(
  <>
    <rect height="16" rx="2.5" width="18" x="3" y="4" />
    <path d="M3 14.5h18" />
  </>,
);
export const FolderIcon = icon(
  <path d="M3.5 17.5v-11a2 2 0 0 1 2-2h3.4a2 2 0 0 1 1.6.8l.9 1.2h7.1a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z" />,
);
export const DownloadIcon = icon(<path d="M12 4v11M8 11.5l4 3.5 4-3.5M4.5 16v2.5a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V16" />);
export const UploadIcon = icon(<path d="M12 15V4M8 7.5 12 4l4 3.5M4.5 16v2.5a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V16" />);
export const FileIcon = icon(<path d="M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zM13.5 3.5V9H19" />);
export const KeyboardIcon = icon(
  <>
    <rect height="12" rx="2" width="19" x="2.5" y="6" />
    <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17.25 10h.01M8 14h8" />
  </>,
);

/** The mark of the product: water going over a weir. */
export const LogoIcon = icon(
  <>
    <path d="M3 7.5c2.2 0 2.2-1.6 4.4-1.6S9.7 7.5 12 7.5" stroke="var(--accent)" strokeWidth="2.2" />
    <path d="M12 7.5c5 0 5 3.6 5 7.2 0 2.4 1.3 3.4 4 3.4" stroke="var(--accent)" strokeWidth="2.2" />
    <path d="M3 12.2h7.4c2 0 2.4 1 2.4 3.4v4.6H3z" fill="currentColor" stroke="none" />
  </>,
);
