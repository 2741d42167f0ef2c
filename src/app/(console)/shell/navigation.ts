import {
  Activity,
  Bell,
  BookOpen,
  Bot,
  Cable,
  ChartNoAxesColumn,
  Database,
  File,
  Folder,
  KeyRound,
  LayoutDashboard,
  Link2,
  type LucideIcon,
  Plus,
  ScrollText,
  Settings,
  ShieldHalf,
  Ticket,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";

export type Destination = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
};

/** The rail, the palette and the shortcuts are all made from this one list. */
export const navigation: readonly { title: string; items: readonly Destination[] }[] = [
  {
    title: "Build",
    items: [
      { href: "/keys", label: "Keys", icon: KeyRound, key: "k" },
      { href: "/tokens", label: "Tokens", icon: Ticket, key: "t" },
    ],
  },
  {
    title: "Data",
    items: [
      { href: "/projects", label: "Projects", icon: Folder, key: "j" },
      { href: "/sources", label: "Sources", icon: Database, key: "s" },
      { href: "/connectors", label: "Connectors", icon: Cable, key: "o" },
      { href: "/dashboards", label: "Dashboards", icon: LayoutDashboard, key: "h" },
      { href: "/files", label: "Files", icon: File, key: "f" },
      { href: "/share-links", label: "Share links", icon: Link2, key: "i" },
    ],
  },
  {
    title: "Watch",
    items: [
      { href: "/usage", label: "Usage", icon: ChartNoAxesColumn, key: "u" },
      { href: "/requests", label: "Requests", icon: Activity, key: "r" },
      { href: "/alerts", label: "Alerts", icon: Bell, key: "l" },
      { href: "/webhooks", label: "Webhooks", icon: Webhook, key: "w" },
      { href: "/audit", label: "Audit", icon: ScrollText, key: "a" },
    ],
  },
  {
    title: "Manage",
    items: [
      { href: "/members", label: "Members", icon: Users, key: "m" },
      { href: "/service-accounts", label: "Service accounts", icon: Bot, key: "b" },
      { href: "/policies", label: "Policies", icon: ShieldHalf, key: "o" },
      { href: "/settings", label: "Settings", icon: Settings, key: "," },
    ],
  },
];

/** Pages that are reached otherwise, with their keys. */
export const elsewhere: readonly Destination[] = [
  { href: "/keys/new", label: "Create key", icon: Plus, key: "n" },
  { href: "/docs", label: "Docs", icon: BookOpen, key: "d" },
  { href: "/account", label: "Account", icon: UserRound, key: "p" },
];
