import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const overlayClass = "fixed inset-0 z-50 bg-black/45 data-[state=open]:animate-arrive";
export const sheetClass =
  "fixed z-50 grid max-h-[92dvh] gap-4 overflow-y-auto border bg-surface p-5 shadow-pop data-[state=open]:animate-arrive " +
  "inset-x-0 bottom-0 rounded-t-xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[32rem] sm:-translate-x-1/2 " +
  "sm:-translate-y-1/2 sm:rounded-xl";

type Props = {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** What opens it; without one, `open` does. */
  readonly trigger?: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
};

/** A task on top of the page; at the bottom of a phone, where thumbs are. Escape leaves it. */
export function Dialog({ title, description, trigger, open, onOpenChange, wide = false, children }: Props) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange && { onOpenChange })}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          className={cn(sheetClass, wide && "sm:w-[min(56rem,94vw)]")}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="pr-8">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
          </header>
          {children}
          <Radix.Close
            aria-label="Close"
            className="absolute top-3 right-3 grid size-9 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at the end of a dialog. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}

/** Leaves the dialog; wraps a button. */
export const DialogClose = Radix.Close;
