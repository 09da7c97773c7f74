package dev.parley.examples;

import dev.parley.client.ParleyClient;
import dev.parley.client.model.ChangePasswordRequest;
import dev.parley.client.model.CreateInvitationRequest;
import dev.parley.client.model.RegisterRequest;
import dev.parley.client.model.UserRole;

/**
 * What a new server needs once: the first admin gets a password of his own and invites somebody who
 * may trade. Arguments: address of the server, the admin's first password and his next one, then
 * name and password of the user to be.
 */
public final class FirstUser {
  private FirstUser() {}

  public static void main(String[] args) {
    try (ParleyClient admin =
        ParleyClient.builder().baseUrl(args[0]).credentials("admin", args[1]).build()) {
      // The answer opens a new session, which this client goes on with.
      var unused =
          admin
              .sessions()
              .changePassword(
                  ChangePasswordRequest.builder()
                      .currentPassword(args[1])
                      .newPassword(args[2])
                      .build());
      var invitation =
          admin
              .invitations()
              .createInvitation(CreateInvitationRequest.builder().role(UserRole.USER).build());
      var user =
          admin
              .sessions()
              .register(
                  RegisterRequest.builder()
                      .invitation(invitation.secret())
                      .username(args[3])
                      .email(args[3] + "@example.com")
                      .fullName(args[3])
                      .password(args[4])
                      .build());
      System.out.println("registered: " + user.username() + " as " + user.role().value());
    }
  }
}
