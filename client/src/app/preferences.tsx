import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n.js';
import { CHOSEN_LANGUAGES, DEFAULT_LANGUAGE, LANGUAGE_NAMES, type ChosenLanguage } from '../i18n/languages.js';
import { Segmented } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import type { ThemeChoice } from './theme.js';

interface Props {
  readonly theme: ThemeChoice;
  readonly onLanguage: (language: ChosenLanguage) => void;
}

/** Language and theme, where they are out of the way. */
export function Preferences({ theme, onLanguage }: Props) {
  const { t, i18n } = useTranslation();
  const chosenTheme = useSyncExternalStore(theme.theme.watch, theme.theme.get);
  const language = CHOSEN_LANGUAGES.find((known) => known === i18n.language) ?? DEFAULT_LANGUAGE;
  return (
    <>
      <Select
        label={t('app.language')}
        isLabelHidden
        fieldSize="small"
        icon={<Languages />}
        options={CHOSEN_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={language}
        onChange={(next) => {
          onLanguage(next);
          void changeLanguage(i18n, next);
        }}
      />
      <Segmented
        label={t('app.theme')}
        value={chosenTheme}
        onChange={(next) => theme.choose(next)}
        segments={[
          { value: 'system', label: t('app.themeSystem'), icon: <Monitor aria-hidden="true" /> },
          { value: 'light', label: t('app.themeLight'), icon: <Sun aria-hidden="true" /> },
          { value: 'dark', label: t('app.themeDark'), icon: <Moon aria-hidden="true" /> },
        ]}
      />
    </>
  );
}
