using System.Diagnostics;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Diagnostics;

namespace Slipway.Git.Trees;

/// <summary>
/// Reads blobs as the repository has them, through one <c>git cat-file --batch</c> for as long as it lives.
/// </summary>
/// <remarks>Safe for use from several threads, which take turns.</remarks>
internal sealed class BlobReader(GitProgram git) : IDisposable
{
    private readonly Lock _gate = new();
    private Process? _process;

    /// <param name="blob">The blob's id.</param>
    /// <exception cref="SlipwayException">There is no such blob, or git failed.</exception>
    public byte[] Read(string blob)
    {
        lock (_gate)
        {
            try
            {
                _process ??= git.Start(["cat-file", "--batch"]);
                _process.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(blob + "\n"));
                _process.StandardInput.BaseStream.Flush();
                return ReadAnswer(_process.StandardOutput.BaseStream, blob);
            }
            catch (IOException)
            {
                Close();
                throw GitProblems.Failed($"cat-file blob {blob}", "it ended in the middle of its answer");
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    // https://git-scm.com/docs/git-cat-file#_batch_output: "<id> <type> <size>\n<content>\n", or "<id> missing\n".
    private static byte[] ReadAnswer(Stream output, string blob)
    {
        var line = new List<byte>(96);
        for (int next = output.ReadByte(); next != '\n'; next = output.ReadByte())
        {
            line.Add(next >= 0 ? (byte)next : throw new EndOfStreamException());
        }

        string head = Encoding.ASCII.GetString([.. line]);
        string[] words = head.Split(' ');
        if (words is not [_, "blob", var size] || !int.TryParse(size, out int length))
        {
            throw GitProblems.Failed($"cat-file blob {blob}", $"it answered '{head}'");
        }

        byte[] content = GC.AllocateUninitializedArray<byte>(length);
        output.ReadExactly(content);
        return output.ReadByte() == '\n' ? content : throw new EndOfStreamException();
    }

    private void Close()
    {
        if (_process is { } process)
        {
            _process = null;
            // It ends by itself when its input does.
            process.StandardInput.Close();
            process.Dispose();
        }
    }
}
