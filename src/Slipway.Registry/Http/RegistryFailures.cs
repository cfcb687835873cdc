using System.Net;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;

namespace Slipway.Registry.Http;

/// <summary>Says what is wrong with an answer of a registry.</summary>
internal static class RegistryFailures
{
    /// <param name="what">For people, after "to".</param>
    /// <param name="status">The answer.</param>
    /// <param name="said">What the registry gave as its reason, for people.</param>
    public static SlipwayException OfStatus(string registry, string what, HttpStatusCode status, string said) =>
        status switch
        {
            HttpStatusCode.Forbidden => Fail(
                RegistryCodes.Denied,
                $"The registry {registry} does not allow to {what}{said}",
                "Ask for the right to, or log in as somebody who has it."),
            HttpStatusCode.NotFound => Fail(
                RegistryCodes.NotFound,
                $"The registry {registry} has nothing there, asked to {what}{said}",
                "Check the name; some registries hide what one may not see."),
            HttpStatusCode.TooManyRequests => Fail(
                RegistryCodes.TooManyRequests,
                $"The registry {registry} gets too many requests and refused to {what}{said}",
                "Wait, or log in: most registries allow more to those whom they know."),
            _ when (int)status >= 500 => Fail(
                RegistryCodes.ServerFailed,
                $"The registry {registry} failed to {what}: {(int)status}{said}",
                "Try again later; the registry's own log says more."),
            _ => Fail(
                RegistryCodes.RequestRefused,
                $"The registry {registry} refused to {what}: {(int)status}{said}",
                "What to do follows from the registry's words."),
        };

    public static SlipwayException TooLarge(string registry, string what, long limit) => Fail(
        RegistryCodes.TooLarge,
        $"The registry {registry} sends more than {limit} bytes of {what}",
        "Check the address: what answers there may not be a registry, or somebody has put something else there.");

    public static SlipwayException TooMany(string registry, string what, long limit) => Fail(
        RegistryCodes.TooLarge,
        $"The registry {registry} sends more than {limit} {what}",
        "Check the address: what answers there may not be a registry, or somebody has put something else there.");

    public static SlipwayException TooSlow(string registry, string what, Exception exception) => new(
        new Diagnostic(
            RegistryCodes.TooSlow,
            $"The registry {registry} sends too slowly, asked to {what}: {exception.Message}",
            "Check the network, and try again later or with a mirror nearer by."),
        exception);

    public static SlipwayException Violation(string registry, string how) => Fail(
        RegistryCodes.ProtocolViolated,
        $"The registry {registry} does not keep to the specification: {how}",
        "Check the address: what answers there may not be a registry.");

    public static SlipwayException NotADocument(string registry, string what, string why) => Fail(
        RegistryCodes.DocumentInvalid,
        $"What the registry {registry} has as {what} cannot be understood: {Display.Text(why)}",
        "Check that it is an OCI or Docker image, manifest version 2.");

    public static SlipwayException Mismatch(string registry, string what, string how) => Fail(
        RegistryCodes.DigestMismatch,
        $"The registry {registry} has other content than the digest says, for {what}: {how}",
        "Do not use it. Somebody or something between has changed it, or the registry's storage is damaged.");

    private static SlipwayException Fail(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));
}
