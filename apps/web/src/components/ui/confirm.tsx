import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogActions, overlayClass, sheetClass } from "./dialog";

type Props = {
  /** A question that names the thing: "Delete virtual server web?". */
  readonly title: string;
  /** What will happen, and to how many. */
  readonly children: ReactNode;
  /** The verb of the title: "Delete web". */
  readonly action: string;
  readonly danger?: boolean;
  readonly cancel?: string;
  readonly onConfirm: () => void;
  readonly trigger?: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** Asks before something that cannot be taken back at once. The focus starts on the way out. */
export function Confirm(props: Props) {
  const { title, children, action, danger = true, cancel = "Cancel", onConfirm, trigger, open, onOpenChange } = props;
  return (
    <AlertDialog.Root {...(open === undefined ? {} : { open })} {...(onOpenChange && { onOpenChange })}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlayClass} />
        <AlertDialog.Content className={sheetClass}>
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-muted">{children}</div>
          </AlertDialog.Description>
          <DialogActions>
            <AlertDialog.Cancel asChild>
              <Button>{cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look={danger ? "danger" : "primary"} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </DialogActions>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
