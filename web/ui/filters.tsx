import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import './filters.css';

/** Filters live in the address, so that a list can be bookmarked, sent to a colleague and come back to. */
export function useFilters(): {
  get: (key: string) => string | undefined;
  set: (values: Record<string, string | undefined>) => void;
} {
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  return {
    get: (key) => search.get(key) ?? undefined,
    set: (values) => {
      // As the address is now: a search that was still resting must not undo what was chosen meanwhile.
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(values))
        if (value) next.set(key, value);
        else next.delete(key);
      const text = next.toString();
      go(text ? `${path}?${text}` : path, { replace: true });
    },
  };
}

/** The search box of a list: searches while typing (after a short rest) and on Enter; Escape leaves it. */
export function SearchBox({
  value,
  onChange,
  placeholder,
}: {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
}): ReactNode {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const soon = (next: string, delay: number): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next.trim()), delay);
  };
  return (
    <Input
      type="search"
      className="search-box"
      aria-label={placeholder}
      placeholder={`${placeholder}（按 / 键）`}
      allowClear
      maxLength={100}
      value={text}
      onChange={(event) => soon(event.target.value, 350)}
      onPressEnter={() => soon(text, 0)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}

/** One choice among few or none. */
export function Choice({
  label,
  value,
  options,
  onChange,
  width = 148,
}: {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
  width?: number;
}): ReactNode {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ width }}
      value={value ?? null}
      options={options}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  );
}
