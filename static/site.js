// Every page works without this script. It adds a running character count, moves focus to the
// error summary, stops a second click on the same button, shows what was typed in a password and
// keeps drafts.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { keepDrafts } from "./drafts.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput]) {
  createAll(component);
}

// A form whose first button was pressed says so: a big file can take a while to send.
for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  form.addEventListener("submit", () => {
    const line = form.querySelector("[data-sending]");
    if (line) line.hidden = false;
  });
}

keepDrafts();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.nextElementSibling?.setAttribute("hidden", "");
  button.addEventListener("click", () => window.print());
}
