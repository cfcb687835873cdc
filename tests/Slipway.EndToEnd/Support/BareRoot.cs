namespace Slipway.EndToEnd.Support;

/// <summary>
/// A root file system with a program, the C library of this machine, and nothing else: no OpenSSL, not even a shell.
/// </summary>
internal static class BareRoot
{
    /// <summary>Makes it in a folder that does not exist yet; the program is <c>/slipway</c> there.</summary>
    public static async Task MakeAsync(string root, byte[] program)
    {
        Directory.CreateDirectory(Path.Join(root, "tmp"));
        string copy = Path.Join(root, "slipway");
        // Over a copy of the program, whose mode it keeps.
        File.Copy(Machine.Slipway, copy);
        await File.WriteAllBytesAsync(copy, program);
        string libraries = await Tool.CheckAsync(
            "bash", "-c", $"ldd '{Machine.Slipway}' | grep -oE '/[^ ]+\\.so[^ ]*'");
        foreach (string library in libraries.Split('\n').Distinct())
        {
            string place = Path.Join(root, library);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(library, place);
        }
    }
}
