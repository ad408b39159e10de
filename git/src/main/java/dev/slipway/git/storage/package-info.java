/** What a repository is made of: packs in the blob store, references and pack list as rows. */
@NullMarked
package dev.slipway.git.storage;

import org.jspecify.annotations.NullMarked;
