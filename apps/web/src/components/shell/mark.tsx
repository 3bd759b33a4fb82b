/** The fish. */
export function Mark({ className }: { readonly className: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M5 16c4.2-6.5 11-8.2 16-4.2l5-3.3-1.6 7.5 1.6 7.5-5-3.3c-5 4-11.8 2.3-16-4.2z"
        className="fill-on-accent"
      />
      <circle cx="11.5" cy="14.3" r="1.7" className="fill-accent" />
    </svg>
  );
}
