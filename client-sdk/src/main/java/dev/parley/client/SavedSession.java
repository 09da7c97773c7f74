package dev.parley.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TokenStore} keeps. It is used at this server only and, where the client has
 * credentials, only if they are the ones it was opened with: nobody goes on as somebody else.
 * {@code toString} says no secret.
 *
 * @param server the server's address
 * @param openedWith names the credentials, without their secret
 * @param refreshToken the latest refresh token
 * @param deviceId what the refresh token is bound to, if anything
 */
public record SavedSession(
    String server, String openedWith, String refreshToken, @Nullable String deviceId) {

  /** All but the device are there. */
  public SavedSession {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(openedWith, "openedWith");
    Objects.requireNonNull(refreshToken, "refreshToken");
  }

  @Override
  public String toString() {
    return "SavedSession[server="
        + server
        + ", openedWith="
        + openedWith
        + ", refreshToken=***, deviceId=***]";
  }
}
