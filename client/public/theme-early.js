// Sets the chosen theme before the first paint. The same key and values as src/app/theme.ts, held together by its test.
(function () {
  try {
    var theme = localStorage.getItem('parley.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
  } catch {
    // Storage is blocked: the system's scheme applies.
  }
})();
