using System.Collections.Immutable;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Processes;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;

namespace Slipway.Application.Signing;

/// <summary>
/// A program that signs with a key that nobody sees, such as one in a token: it gets the bytes on standard input, and
/// writes the signature to standard output, as it is or in base64.
/// </summary>
/// <param name="words">The program and its arguments; no shell sees them.</param>
/// <param name="key">The key with which it has to sign.</param>
/// <param name="folder">Where it runs.</param>
/// <param name="clock">Measures.</param>
internal sealed class ProgramSigner(
    ImmutableArray<string> words, VerifyingKey key, string folder, TimeProvider clock) : ISigner
{
    private readonly ProcessRunner _runner = new(
        clock, (program, cause) => Failed(words, $"{program} cannot be started", cause));

    public VerifyingKey Key => key;

    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var answer = await _runner.ReadAsync(
            new ToolCommand(words[0], words[1..], ImmutableSortedDictionary<string, string?>.Empty)
            {
                Folder = folder,
            },
            content,
            cancellationToken);
        if (answer.ExitCode != 0)
        {
            string said = answer.Errors.Length == 0
                ? string.Empty
                : $": {Display.Text(answer.Errors.Split('\n')[^1])}";
            throw Failed(words, $"it ended with exit code {answer.ExitCode}{said}", null);
        }

        // What it says is held against the key before anybody else is told of it.
        return Readings(answer.Output).FirstOrDefault(signature => key.Verifies(content.Span, signature))
            ?? throw Failed(
                words,
                $"what it wrote ({answer.Output.Length} bytes) is no signature of the key that 'public-key' names",
                null);
    }

    private static IEnumerable<byte[]> Readings(ReadOnlyMemory<byte> output)
    {
        yield return output.ToArray();
        string text = Encoding.ASCII.GetString(output.Span).Trim();
        byte[] bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out int length))
        {
            yield return bytes[..length];
        }
    }

    private static SlipwayException Failed(ImmutableArray<string> words, string reason, Exception? cause) => new(
        new Diagnostic(
            TrustCodes.SigningFailed,
            $"{Display.Text(string.Join(' ', words))} did not sign: {reason}",
            "It gets the bytes to sign on standard input; ECDSA over their SHA-256 in DER, or Ed25519 over them, is "
            + "expected on standard output (docs/trust.md)."),
        cause);
}
