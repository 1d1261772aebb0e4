/** What values look like that clients send and hear: the words in which whoever handles an event describes it. */
@NullMarked
package dev.pluginio.describe.form;

import org.jspecify.annotations.NullMarked;
