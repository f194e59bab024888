import { useState } from 'react';

interface Props {
  readonly label: string;
  /** 0..1 */
  readonly initial: number;
  readonly onChange: (ratio: number) => void;
}

/** Moves the meters of this page. */
export function Slider({ label, initial, onChange }: Props) {
  const [ratio, setRatio] = useState(initial);
  return (
    <input
      type="range"
      aria-label={label}
      min={0}
      max={1}
      step={0.01}
      value={ratio}
      onChange={(event) => {
        setRatio(event.target.valueAsNumber);
        onChange(event.target.valueAsNumber);
      }}
    />
  );
}
