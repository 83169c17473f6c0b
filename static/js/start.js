// Tells the style sheet that scripts run, so that controls only they can work appear.
document.documentElement.dataset.js = "";
