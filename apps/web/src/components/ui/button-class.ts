import { cn } from "./cn";

export type ButtonLook = {
  /** `primary` once a page; `danger` for what cannot be taken back. */
  readonly look?: "primary" | "plain" | "quiet" | "danger" | undefined;
  readonly size?: "small" | "normal" | "icon" | undefined;
};

const LOOKS = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken dark:hover:bg-raised",
  danger: "bg-down-mark text-on-down hover:brightness-95",
} as const;

const SIZES = {
  small: "h-7 gap-1.5 px-2 text-sm pointer-coarse:h-10 pointer-coarse:px-3",
  normal: "h-8 gap-2 px-3 pointer-coarse:h-11 pointer-coarse:px-4",
  icon: "size-8 pointer-coarse:size-11",
} as const;

/** The look of a button, for links that are pressed like one. */
export const buttonClass = ({ look = "plain", size = "normal" }: ButtonLook = {}, className?: string): string =>
  cn(
    "inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0",
    LOOKS[look],
    SIZES[size],
    className,
  );
