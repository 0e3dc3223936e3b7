// Line icons, which only decorate a word, so they are hidden from screen readers.
import type { ReactNode } from 'react';

const icon = (children: ReactNode) =>
  function Icon() {
    return (
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        width="24"
        height="24"
      >
        {children}
      </svg>
    );
  };

export const RideIcon = icon(
  <>
    <path d="M12 21s7-6.5 7-12A7 7 0 0 0 5 9c0 5.5 7 12 7 12z" />
    <circle cx="12" cy="9" r="2.5" />
  </>,
);
export const DriveIcon = icon(
  <>
    <path d="M5 17H3v-5l2-5h11l4 5v5h-2M9 17h6" />
    <circle cx="7" cy="17" r="2" />
    <circle cx="17" cy="17" r="2" />
    <path d="M3 12h17" />
  </>,
);
export const OperateIcon = icon(<path d="M4 20V10m6 10V4m6 16v-8m4 8H2" />);
export const HistoryIcon = icon(
  <>
    <path d="M3 12a9 9 0 1 0 3-6.7L3 8" />
    <path d="M3 3v5h5M12 7v5l3 2" />
  </>,
);
export const InboxIcon = icon(
  <>
    <path d="M18 8a6 6 0 0 0-12 0c0 7-3 8-3 8h18s-3-1-3-8" />
    <path d="M10.5 20a2 2 0 0 0 3 0" />
  </>,
);
export const ProfileIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4 21a8 8 0 0 1 16 0" />
  </>,
);
export const TrainIcon = icon(
  <>
    <rect x="5" y="3" width="14" height="14" rx="3" />
    <path d="M5 11h14M9 21l1.5-4M15 21l-1.5-4" />
    <path d="M9 14h.01M15 14h.01" />
  </>,
);
