/** One icon for each component kind; a kind's `view.tsx` picks its own. */
import { icon } from './icon';

export const ClientIcon = icon(
  <>
    <rect height="11" rx="2" width="16" x="4" y="5" />
    <path d="M2.5 19h19" />
    <path d="M10 19h4" strokeWidth="2.5" />
  </>,
);
/** A clock with bells. */
export const SchedulerIcon = icon(
  <path d="M12 20a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM12 9.5V13l2.25 1.5M4 7l3-2.75M20 7l-3-2.75M6.75 18.5 5 20.5M17.25 18.5l1.75 2" />,
);
export const ServiceIcon = icon(
  <>
    <path d="M12 3.2 19.6 7.6v8.8L12 20.8l-7.6-4.4V7.6z" />
    <path d="M4.6 7.7 12 12l7.4-4.3M12 12v8.6" />
  </>,
);
export const GatewayIcon = icon(
  <>
    <path d="M4 20v-9a8 8 0 0 1 16 0v9" />
    <path d="M9 20v-8a3 3 0 0 1 6 0v8M3 20h18" />
  </>,
);
export const LoadBalancerIcon = icon(
  <>
    <circle cx="4.75" cy="12" r="2" />
    <circle cx="19" cy="5.5" r="2" />
    <circle cx="19" cy="12" r="2" />
    <circle cx="19" cy="18.5" r="2" />
    <path d="M6.75 12H17M8 12c4 0 3.6-6.5 9-6.5M8 12c4 0 3.6 6.5 9 6.5" />
  </>,
);
export const DatabaseIcon = icon(
  <>
    <ellipse cx="12" cy="5.75" rx="7.5" ry="2.75" />
    <path d="M4.5 5.75v12.5c0 1.52 3.36 2.75 7.5 2.75s7.5-1.23 7.5-2.75V5.75" />
    <path d="M4.5 12c0 1.52 3.36 2.75 7.5 2.75s7.5-1.23 7.5-2.75" />
  </>,
);
/** A queue with two ears. */
export const RabbitmqIcon = icon(
  <>
    <path d="M5.5 10V4.75a1.25 1.25 0 0 1 2.5 0V10M11 10V4.75a1.25 1.25 0 0 1 2.5 0V10" />
    <path d="M3 12a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z" />
    <path d="M9 10v10M15 10v10" />
  </>,
);
/** A cloud: somebody else's computers. */
export const ExternalApiIcon = icon(
  <>
    <path d="M7 18.5a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5 1.02A4 4 0 0 1 17.5 18.5z" />
    <path d="m9.75 12.75-1.5 1.5 1.5 1.5M14.25 12.75l1.5 1.5-1.5 1.5" />
  </>,
);
/** A lambda. */
export const ServerlessIcon = icon(
  <path d="M6 4.5h3.2c.9 0 1.5.5 1.9 1.4L17 18.4c.4.8.9 1.1 1.6 1.1H20M11.6 9.2 6 19.5" />,
);
/** A bolt in a box: what is near at hand. */
export const CacheIcon = icon(
  <>
    <rect height="16" rx="3" width="16" x="4" y="4" />
    <path d="M12.75 7.5 8.5 13h3.25l-.5 3.5L15.5 11h-3.25z" />
  </>,
);
