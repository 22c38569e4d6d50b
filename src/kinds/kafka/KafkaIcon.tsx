import { icon } from '../../ui/icon';

/** Three logs, of different length, that grow to the right. */
export const KafkaIcon = icon(
  <>
    <path d="M4 6h10M4 12h14M4 18h8" />
    <path d="M17 4.5v3M21 10.5v3M15 16.5v3" />
    <path d="M4 4.5v3M4 10.5v3M4 16.5v3" />
  </>,
);
