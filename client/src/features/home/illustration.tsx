import styles from './illustration.module.css';

/** Where the four people of the drawing sit: corner, colour, and who of them is speaking. */
const TILES = [
  { x: 16, y: 16, person: 'first', speaking: true },
  { x: 232, y: 16, person: 'second', speaking: false },
  { x: 16, y: 164, person: 'third', speaking: false },
  { x: 232, y: 164, person: 'fourth', speaking: false },
] as const;

/** A meeting of four, in the colours of the scheme. Decoration. */
export function Illustration() {
  return (
    <svg className={styles.picture} viewBox="0 0 448 368" aria-hidden="true">
      <rect className={styles.frame} x="0.5" y="0.5" width="447" height="367" rx="24" />
      {TILES.map((tile) => (
        <g key={tile.person} transform={`translate(${tile.x} ${tile.y})`}>
          <svg width="200" height="132" viewBox="0 0 200 132">
            <rect className={styles.tile} width="200" height="132" rx="14" />
            <g className={styles.person} data-person={tile.person}>
              <path d="M52 132c2-30 22-44 48-44s46 14 48 44z" />
              <circle cx="100" cy="57" r="25" />
            </g>
            <rect className={styles.name} x="12" y="108" width={tile.speaking ? 54 : 42} height="10" rx="5" />
          </svg>
          {tile.speaking && <rect className={styles.ring} x="-1" y="-1" width="202" height="134" rx="15" />}
          {tile.speaking && (
            <g className={styles.voice} transform="translate(166 14)">
              <rect x="0" y="6" width="4" height="8" rx="2" />
              <rect x="8" y="0" width="4" height="20" rx="2" />
              <rect x="16" y="4" width="4" height="12" rx="2" />
            </g>
          )}
        </g>
      ))}
      <g transform="translate(144 312)">
        <circle className={styles.control} cx="20" cy="20" r="17" />
        <circle className={styles.control} cx="66" cy="20" r="17" />
        <circle className={styles.control} cx="112" cy="20" r="17" />
        <rect className={styles.leave} x="138" y="3" width="44" height="34" rx="17" />
        <g className={styles.glyph}>
          <rect x="16.5" y="11" width="7" height="12" rx="3.5" />
          <path d="M13 20a7 7 0 0 0 14 0M20 27v3" />
          <rect x="57" y="14" width="12" height="12" rx="3" />
          <path d="m69 18.5 5-3v9l-5-3z" />
          <path d="M104 15h16v9h-9l-4 3.5V24h-3z" />
        </g>
        <path className={styles.leaveGlyph} d="M152 22c5-4.5 11-4.5 16 0" />
      </g>
    </svg>
  );
}
