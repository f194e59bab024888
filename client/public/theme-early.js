// Sets the chosen theme and the device's contrast before the first paint. The same key and values as src/app/theme.ts, held together by its test.
(function () {
  try {
    var theme = localStorage.getItem('parley.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
  } catch {
    // Storage is blocked: the system's scheme applies.
  }
  // An attribute, so that the page that shows every part can ask for more contrast as well.
  var more = matchMedia('(prefers-contrast: more)');
  function followContrast() {
    document.documentElement.setAttribute('data-contrast', more.matches ? 'more' : 'normal');
  }
  more.addEventListener('change', followContrast);
  followContrast();
})();
