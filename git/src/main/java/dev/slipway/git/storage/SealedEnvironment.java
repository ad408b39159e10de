package dev.slipway.git.storage;

import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from reading the configuration files of the account that the hub runs under, and gives
 * it our clock. Looking for those files also starts a {@code git} process.
 */
public final class SealedEnvironment extends SystemReader.Delegate {

  private final InstantSource clock;

  /** From here on JGit, in this whole process, reads no configuration and has this clock. */
  public static void seal(InstantSource clock) {
    SystemReader.setInstance(new SealedEnvironment(clock));
  }

  private SealedEnvironment(InstantSource clock) {
    super(original());
    this.clock = clock;
  }

  private static SystemReader original() {
    SystemReader.setInstance(null);
    return SystemReader.getInstance();
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new NoConfig(fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new NoConfig(fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new NoConfig(fs);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // parts of JGit still ask in milliseconds
  public long getCurrentTime() {
    return clock.millis();
  }

  private static final class NoConfig extends FileBasedConfig {

    NoConfig(FS fs) {
      super(null, null, fs);
    }

    @Override
    public void load() {
      // There is no file to load.
    }

    @Override
    public void save() {
      // Nor is one made.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
