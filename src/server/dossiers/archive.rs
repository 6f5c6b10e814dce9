//! Dossiers as archives. The same members make the same bytes: in their order, stored as they are, each with the first
//! moment that the format knows. An archive that was written in another way is told from ours by writing it again.

use std::io::{Cursor, Read as _, Write as _};

use slipway_domain::dossier::{MOST_BYTES, MOST_MEMBERS, Member, Problem};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The most bytes of an archive that is read: those of its members, and what stands around them.
pub const LARGEST: u64 = MOST_BYTES + 4 * 1024 * 1024;

/// What an archive holds.
#[derive(Debug)]
pub struct Unpacked {
    pub members: Vec<Member>,
    /// Written again, it is the same to the byte: nothing stands before, between or behind the members.
    pub is_as_written: bool,
}

/// The members as an archive, in their order.
pub fn pack(members: &[Member]) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for Member { path, bytes } in members {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The members in their order. Nothing is unpacked that is compressed, sealed, a directory or a link, and no more than
/// there may be of it, whatever the archive says of itself.
pub fn unpack(bytes: &[u8]) -> Result<Unpacked, Problem> {
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::TooMuch);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::NotAnArchive)?;
    if archive.len() > MOST_MEMBERS {
        return Err(Problem::TooMuch);
    }
    let (mut members, mut room) = (Vec::with_capacity(archive.len()), MOST_BYTES);
    for number in 0..archive.len() {
        // As it stands there: whether it is what it should be, its hash tells.
        let file = archive.by_index_raw(number).map_err(|_| Problem::NotAnArchive)?;
        let is_plain = file.compression() == CompressionMethod::Stored && file.size() == file.compressed_size();
        if !is_plain || file.encrypted() || file.is_dir() || file.is_symlink() {
            return Err(Problem::NotAnArchive);
        }
        room = room.checked_sub(file.size()).ok_or(Problem::TooMuch)?;
        let (path, size) = (file.name().to_owned(), file.size());
        let mut content = Vec::new();
        file.take(size.saturating_add(1)).read_to_end(&mut content).map_err(|_| Problem::NotAnArchive)?;
        if content.len() as u64 != size {
            return Err(Problem::NotAnArchive);
        }
        members.push(Member::new(path, content));
    }
    let is_as_written = pack(&members).is_ok_and(|again| again == bytes);
    Ok(Unpacked { members, is_as_written })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<Member> {
        vec![Member::new("dossier.json", b"{}".to_vec()), Member::new("media/icons/a.png", vec![7; 300])]
    }

    fn written(name: &str, options: SimpleFileOptions, content: &[u8]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, options).unwrap();
        archive.write_all(content).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_was_packed_comes_out_as_it_was_and_makes_the_same_bytes() {
        let packed = pack(&members()).unwrap();
        assert_eq!(pack(&members()).unwrap(), packed);
        let unpacked = unpack(&packed).unwrap();
        assert_eq!(unpacked.members, members());
        assert!(unpacked.is_as_written);
    }

    #[test]
    fn no_byte_of_an_archive_can_be_altered_or_added_without_a_trace() {
        let packed = pack(&members()).unwrap();
        for at in 0..packed.len() {
            let mut altered = packed.clone();
            altered[at] ^= 1;
            let is_told = match unpack(&altered) {
                Ok(unpacked) => !unpacked.is_as_written || unpacked.members != members(),
                Err(_) => true,
            };
            assert!(is_told, "{at}");
        }
        let before = [b"#!/bin/sh\n".as_slice(), &packed].concat();
        assert!(!unpack(&before).is_ok_and(|unpacked| unpacked.is_as_written));
        let behind = [packed.as_slice(), b"more"].concat();
        assert!(!unpack(&behind).is_ok_and(|unpacked| unpacked.is_as_written));
    }

    #[test]
    fn what_is_no_archive_of_plain_files_is_not_unpacked() {
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for other in [b"".to_vec(), b"PK\x03\x04".to_vec(), vec![0; 4096], b"{\"services\":[]}".to_vec()] {
            assert_eq!(unpack(&other).unwrap_err(), Problem::NotAnArchive);
        }
        let mut link = ZipWriter::new(Cursor::new(Vec::new()));
        link.add_symlink("a", "/etc/passwd", plain).unwrap();
        assert_eq!(unpack(&link.finish().unwrap().into_inner()).unwrap_err(), Problem::NotAnArchive);
        let mut directory = ZipWriter::new(Cursor::new(Vec::new()));
        directory.add_directory("a", plain).unwrap();
        assert_eq!(unpack(&directory.finish().unwrap().into_inner()).unwrap_err(), Problem::NotAnArchive);
        let outside = unpack(&written("../a", plain, b"x")).map(|unpacked| unpacked.members[0].path.clone());
        assert!(outside.is_err() || outside.is_ok_and(|path| path == "../a"), "it is told as it is called");
    }

    /// Both sizes in the central directory say more than there is, or another method is named.
    #[test]
    fn what_an_archive_says_of_itself_is_not_believed() {
        let packed = written("a", SimpleFileOptions::default().compression_method(CompressionMethod::Stored), &[1; 64]);
        let central = packed.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        let with = |changes: &[(usize, u8)]| {
            let mut altered = packed.clone();
            for (at, byte) in changes {
                altered[central + at] = *byte;
            }
            unpack(&altered)
        };
        // A thousandfold in the uncompressed size alone, as bombs have it.
        assert_eq!(with(&[(26, 0xff)]).unwrap_err(), Problem::NotAnArchive);
        // Both sizes: gigabytes.
        assert!(with(&[(23, 0x70), (27, 0x70)]).is_err());
        // Deflate.
        assert_eq!(with(&[(10, 8)]).unwrap_err(), Problem::NotAnArchive);
    }

    #[test]
    fn more_members_than_are_read_are_not_unpacked() {
        let many: Vec<_> = (0..=MOST_MEMBERS).map(|number| Member::new(number.to_string(), Vec::new())).collect();
        assert_eq!(unpack(&pack(&many).unwrap()).unwrap_err(), Problem::TooMuch);
    }
}
