using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Credentials;

/// <summary>
/// A file of credentials: Docker's <c>config.json</c>, or Podman's <c>auth.json</c>, which has the same form.
/// </summary>
/// <remarks>https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go.</remarks>
internal sealed class AuthFile
{
    private readonly ImmutableSortedDictionary<string, Credential> _credentials;
    private readonly ImmutableSortedDictionary<string, string> _helpers;
    private readonly string? _store;

    private AuthFile(
        ImmutableSortedDictionary<string, Credential> credentials,
        ImmutableSortedDictionary<string, string> helpers,
        string? store) =>
        (_credentials, _helpers, _store) = (credentials, helpers, store);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="isOptional">Whether it may be missing.</param>
    /// <returns>Null when it is missing.</returns>
    /// <exception cref="SlipwayException">It cannot be read or understood.</exception>
    public static AuthFile? Read(string path, bool isOptional)
    {
        try
        {
            using var file = File.OpenRead(path);
            byte[] content = new byte[RegistryLimits.Credentials + 1];
            int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length > RegistryLimits.Credentials)
            {
                throw Invalid(path, $"it has more than {RegistryLimits.Credentials} bytes", null);
            }

            // `docker logout` leaves an empty file in some versions.
            return length == 0 ? null : Parse(path, content.AsMemory(0, length));
        }
        catch (Exception exception)
            when (isOptional && exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, exception.Message, exception);
        }
    }

    /// <summary>The program that keeps the credentials of a registry; null for none.</summary>
    public string? HelperOf(string registry) => _helpers.GetValueOrDefault(registry) ?? _store;

    /// <summary>The credentials that stand in the file itself.</summary>
    public Credential? Find(string registry, string repository) =>
        RegistryKeys.Of(registry, repository)
            .Select(key => _credentials.GetValueOrDefault(key))
            .FirstOrDefault(credential => credential is not null);

    private static AuthFile Parse(string path, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(
                content,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new AuthFile(Credentials(path, root), Helpers(root), Text(root, "credsStore"))
                : throw Invalid(path, "it is not a JSON object", null);
        }
        catch (JsonException exception)
        {
            // Not the message of the exception: it may quote a secret.
            throw Invalid(path, $"line {exception.LineNumber + 1} is not JSON", null);
        }
    }

    private static ImmutableSortedDictionary<string, Credential> Credentials(string path, JsonElement root)
    {
        var credentials = ImmutableSortedDictionary.CreateBuilder<string, Credential>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Entries(root, "auths"))
        {
            if (entry.Value.ValueKind == JsonValueKind.Object
                && CredentialOf(path, entry.Name, entry.Value) is { } credential)
            {
                credentials[RegistryKeys.Normalize(entry.Name)] = credential;
            }
        }

        return credentials.ToImmutable();
    }

    private static Credential? CredentialOf(string path, string key, JsonElement entry)
    {
        if (Text(entry, "identitytoken") is { Length: > 0 } token)
        {
            return Credential.IdentityToken(token, path);
        }

        if (Text(entry, "auth") is { Length: > 0 } auth)
        {
            // "user:password" in base64; Docker cuts zero bytes at the end.
            byte[] bytes = new byte[auth.Length];
            string pair = Convert.TryFromBase64String(auth, bytes, out int length)
                ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0')
                : string.Empty;
            int colon = pair.IndexOf(':', StringComparison.Ordinal);
            return colon > 0
                ? Credential.Password(pair[..colon], pair[(colon + 1)..], path)
                : throw Invalid(
                    path,
                    $"its entry for {Display.Text(key)} has an 'auth' that is not 'user:password' in base64",
                    null);
        }

        return Text(entry, "username") is { Length: > 0 } username && Text(entry, "password") is { } password
            ? Credential.Password(username, password, path)
            : null;
    }

    private static ImmutableSortedDictionary<string, string> Helpers(JsonElement root) =>
        Entries(root, "credHelpers")
            .Where(entry => entry.Value.ValueKind == JsonValueKind.String)
            .GroupBy(entry => RegistryKeys.Normalize(entry.Name), StringComparer.OrdinalIgnoreCase)
            .ToImmutableSortedDictionary(
                group => group.Key, group => group.Last().Value.GetString()!, StringComparer.OrdinalIgnoreCase);

    private static JsonProperty[] Entries(JsonElement root, string name) =>
        root.TryGetProperty(name, out var section) && section.ValueKind == JsonValueKind.Object
            ? [.. section.EnumerateObject()]
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static SlipwayException Invalid(string path, string why, Exception? cause) => new(
        new Diagnostic(
            RegistryCodes.AuthFileInvalid,
            $"The credentials in '{Display.Line(path)}' cannot be used: {Display.Line(why)}",
            "Correct the file, or write it anew with `docker login` or `podman login`."),
        cause);
}
