using System.Buffers.Text;

namespace Slipway.Taskcluster.Testing;

/// <summary>Ids as Taskcluster makes them: 22 characters, the URL-safe base64 of a version 4 UUID.</summary>
public static class Slug
{
    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/constants.yml, slugid-pattern
    internal const string Pattern = "^[A-Za-z0-9_-]{8}[Q-T][A-Za-z0-9_-][CGKOSWaeimquy26-][A-Za-z0-9_-]{10}[AQgw]$";

    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes, bigEndian: true, out _);

        // "Nice" slugs never begin with '-', so that they can be arguments of programs.
        bytes[0] &= 0x7f;
        return Base64Url.EncodeToString(bytes);
    }
}
