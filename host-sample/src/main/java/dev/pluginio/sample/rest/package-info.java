/** Content, logging in and the pages over HTTP. */
@NullMarked
package dev.pluginio.sample.rest;

import org.jspecify.annotations.NullMarked;
