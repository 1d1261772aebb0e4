package dev.pluginio.e2e.scenario;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both pages of the sample host in a real browser: an edit in one is seen in the other, by each role in its own way. */
class PagesIT {

    private static final Path CHROMIUM = Path.of(System.getProperty("e2e.chromium", "/usr/bin/chromium"));

    @Test
    void anEditInTheAdministrationIsSeenOnTheLivePage() {
        List<String> complaints = new ArrayList<>();
        try (SampleHost host = SampleHost.setup().start();
                Playwright playwright = playwright();
                Browser browser = browser(playwright)) {
            Page live = open(browser, host, "/", complaints);
            assertThat(status(live, "public")).hasText("listening");
            assertThat(status(live, "authenticated")).hasText("not connected");
            assertThat(status(live, "editor")).hasText("not connected");
            logIn(live.locator("[data-feed=authenticated]"));
            logIn(live.locator("[data-feed=editor]"));
            assertThat(status(live, "authenticated")).hasText("listening");
            assertThat(status(live, "editor")).hasText("listening");

            Page admin = open(browser, host, "/admin/", complaints);
            logIn(admin.locator("form.login"));
            admin.locator("li button:has-text('A draft that only editors see')").click();
            assertThat(admin.locator("input[name=slug]")).hasValue("a-draft");

            String title = "<img src=x onerror=document.title='caught'> & more";
            admin.locator("input[name=title]").fill(title);
            admin.locator("textarea[name=internalNotes], input[name=internalNotes]")
                    .first()
                    .fill(Stories.SECRET);
            admin.locator("[data-act=save]").click();
            assertThat(events(live, "editor").first()).containsText(title);
            assertThat(events(live, "editor")).hasCount(1);
            host.probe().sentinel();
            for (String feed : List.of("public", "authenticated", "editor")) {
                assertThat(event(live, feed, "probe:sentinel")).hasCount(1);
            }
            assertThat(events(live, "public")).hasCount(1);
            assertThat(events(live, "authenticated")).hasCount(1);
            assertThat(events(live, "editor")).hasCount(2);

            admin.locator("[data-act=publish]").click();
            assertThat(event(live, "public", "article:enter")).containsText("Ada Quill");
            assertThat(event(live, "authenticated", "article:enter")).containsText(title);
            assertThat(event(live, "editor", "article:publish")).containsText(title);
            assertThat(live.locator("[data-feed] img")).hasCount(0);

            takeArticlesFromThePublic(admin);
            admin.locator("[data-tab=Content]").click();
            admin.locator("li button:has-text('& more')").click();
            admin.locator("input[name=title]").fill("not for everybody");
            admin.locator("[data-act=save]").click();
            assertThat(event(live, "editor", "article:update").first()).containsText("not for everybody");
            assertThat(event(live, "authenticated", "article:update").first()).containsText("not for everybody");
            host.probe().sentinel();
            assertThat(event(live, "public", "probe:sentinel")).hasCount(2);
            assertThat(live.locator("[data-feed=public]")).not().containsText("not for everybody");

            assertThat(live.content()).doesNotContain(Stories.SECRET);
            assertThat(live.title()).doesNotContain("caught");
        }
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    @Test
    void aCommentIsCountedOnThePageOfSomebodyElse() {
        List<String> complaints = new ArrayList<>();
        try (SampleHost host = SampleHost.setup().with(Places.commentsJar()).start();
                Playwright playwright = playwright();
                Browser browser = browser(playwright)) {
            Page visitor = open(browser, host, "/", complaints);
            Page editor = open(browser, host, "/", complaints);
            assertThat(tally(visitor)).hasText("1 comment");
            assertThat(talk(visitor).locator("form")).hasCount(0);
            logIn(editor.locator("[data-feed=editor]"));
            assertThat(tally(editor)).hasText("1 comment");

            Locator comment = talk(editor).locator("input[name=comment]");
            comment.pressSequentially("Well said");
            assertThat(tally(visitor)).hasText("1 comment · editor is typing…");
            assertThat(tally(editor)).hasText("1 comment");
            picture(visitor, "typing");
            assertThat(tally(visitor)).hasText("1 comment"); // it fades
            talk(editor).locator("button").click();
            assertThat(tally(visitor)).containsText("2 comments");
            assertThat(tally(editor)).hasText("2 comments");
            assertThat(comment).hasValue("");
            picture(editor, "counted");

            host.as(SampleHost.ADMIN)
                    .post(
                            "/api/comments",
                            Map.of(
                                    "data",
                                    Map.of(
                                            "body",
                                            "by REST",
                                            "article",
                                            talk(visitor).getAttribute("data-article"))))
                    .ok();
            assertThat(tally(visitor)).hasText("3 comments");
            assertThat(tally(editor)).hasText("3 comments");
        }
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    private static Locator talk(Page page) {
        return page.locator(".talk:has-text('Welcome to the sample CMS')");
    }

    private static Locator tally(Page page) {
        return talk(page).locator(".tally");
    }

    /** Leaves a picture of the page in the build's folder, to be looked at. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Places.module().resolve("target/pages/" + name + ".png"))
                .setFullPage(true));
    }

    private static Playwright playwright() {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new AssertionError("there is no browser at " + CHROMIUM
                    + ": install the package 'chromium', or name another with -De2e.chromium=/path/to/chromium");
        }
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static Browser browser(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    private static void takeArticlesFromThePublic(Page admin) {
        admin.locator("[data-tab=Roles]").click();
        admin.locator("[data-role=Public]").click();
        admin.locator("[data-permission='api::article.article.find']").uncheck();
        admin.locator("[data-form=role] [data-act=save]").click();
        assertThat(admin.locator("[data-form=role] .good")).isVisible();
    }

    private static Page open(Browser browser, SampleHost host, String path, List<String> complaints) {
        Page page = browser.newContext().newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(host.http() + path);
        return page;
    }

    private static void logIn(Locator form) {
        form.locator("input[type=password]").fill(SampleHost.PASSWORD);
        form.locator("button:has-text('Log in')").click();
    }

    private static Locator status(Page page, String feed) {
        return page.locator("[data-feed=" + feed + "] .status");
    }

    private static Locator events(Page page, String feed) {
        return page.locator("[data-feed=" + feed + "] li.event");
    }

    private static Locator event(Page page, String feed, String name) {
        return page.locator("[data-feed=" + feed + "] li.event[data-event='" + name + "']");
    }
}
