import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A sheet of paper on the desk. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section {...props} className={cn("rounded-lg border bg-surface", className)} />;
}

export function CardHeader({
  title,
  children,
  className,
}: {
  title: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn("flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2", className)}>
      <h2 className="font-semibold">{title}</h2>
      {children}
    </header>
  );
}

export function CardBody({ className, ...props }: ComponentProps<"div">) {
  return <div {...props} className={cn("p-4", className)} />;
}
