import { cva, type VariantProps } from "class-variance-authority";

/** One look for everything that is pressed, be it a button or a link. One `primary` a view. */
export const buttonStyles = cva(
  [
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium",
    "transition-colors disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent not-disabled:hover:bg-accent-hover",
        secondary: "border border-line-strong bg-ground text-text not-disabled:hover:bg-sunken dark:bg-surface",
        ghost: "text-muted not-disabled:hover:bg-sunken not-disabled:hover:text-text",
        danger: "bg-danger-solid text-on-danger not-disabled:hover:bg-danger-hover",
        "danger-quiet":
          "border border-line-strong bg-ground text-danger not-disabled:hover:bg-danger-soft dark:bg-surface",
      },
      size: {
        sm: "h-7 px-2 text-xs touch:h-control",
        md: "h-control px-3 text-sm",
        lg: "h-10 px-4 text-base",
        icon: "size-control p-0 text-sm",
        "icon-sm": "size-7 p-0 text-sm touch:size-control",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof buttonStyles>;
