import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState, type ReactElement, type ReactNode } from 'react';
import { onEscapeLeft } from './escape.js';
import styles from './menu.module.css';

interface MenuProps {
  /** The button that opens the menu. Its name also names the menu. */
  readonly trigger: ReactElement;
  readonly side?: 'top' | 'bottom';
  readonly align?: 'start' | 'center' | 'end';
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
}

/**
 * A list of things to do. Not modal: the modal form of the library locks scrolling with a style element, which our
 * content security policy refuses, and a meeting must stay operable while a menu is open anyway.
 */
export function Menu({ trigger, side = 'bottom', align = 'start', children, onOpenChange }: MenuProps) {
  const [open, setOpen] = useState(false);
  const change = (isOpening: boolean) => {
    setOpen(isOpening);
    onOpenChange?.(isOpening);
  };
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={change}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          loop
          onKeyDown={onEscapeLeft(() => change(false))}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  readonly icon?: ReactNode;
  readonly tone?: 'neutral' | 'danger';
  readonly disabled?: boolean;
  readonly shortcut?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, tone = 'neutral', disabled = false, shortcut, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item className={styles.item} data-tone={tone} disabled={disabled} onSelect={onSelect}>
      <span className={styles.mark}>{icon}</span>
      <span className={styles.words}>{children}</span>
      {shortcut !== undefined && (
        <kbd className={styles.key} aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </DropdownMenu.Item>
  );
}

interface CheckItemProps {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

export function MenuCheckItem({ checked, disabled = false, onChange, children }: CheckItemProps) {
  return (
    <DropdownMenu.CheckboxItem className={styles.item} checked={checked} disabled={disabled} onCheckedChange={onChange}>
      <span className={styles.mark}>
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className={styles.words}>{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}

/** One of several inside a menu, under a heading that names the group. */
export function MenuChoice<V extends string>({ label, value, options, onChange }: ChoiceProps<V>) {
  return (
    <DropdownMenu.Group aria-label={label}>
      <DropdownMenu.Label className={styles.heading}>{label}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup
        value={value}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <DropdownMenu.RadioItem key={option.value} className={styles.item} value={option.value}>
            <span className={styles.mark}>
              <DropdownMenu.ItemIndicator>
                <Check aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
            </span>
            <span className={styles.words}>{option.label}</span>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </DropdownMenu.Group>
  );
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className={styles.heading}>{children}</DropdownMenu.Label>;
}

interface IconsProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string; readonly icon: ReactNode }[];
  readonly onSelect: (value: V) => void;
}

/** Several things of one kind in a row of pictures, under a heading that names the group. */
export function MenuIcons<V extends string>({ label, options, onSelect }: IconsProps<V>) {
  return (
    <DropdownMenu.Group aria-label={label}>
      <DropdownMenu.Label className={styles.heading}>{label}</DropdownMenu.Label>
      <div className={styles.icons} role="presentation">
        {options.map((option) => (
          <DropdownMenu.Item
            key={option.value}
            className={styles.icon}
            aria-label={option.label}
            onSelect={() => onSelect(option.value)}
          >
            {option.icon}
          </DropdownMenu.Item>
        ))}
      </div>
    </DropdownMenu.Group>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
